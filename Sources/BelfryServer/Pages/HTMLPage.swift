internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// A page: what a link in a message leads to, and the overview.
struct HTMLPage {
    /// The heading, as text.
    var title: String
    /// What stands below it, as HTML.
    var body: String
    /// Where the overview is; nil on the overview itself.
    var home: String?
    /// What stands beside the heading, as HTML.
    var aside = ""
    /// Seconds after which a browser asks again; nil for never.
    var refreshSeconds: Int?

    /// Text with its lines, as HTML.
    static func preformatted(_ text: String) -> String { "<pre>\(HTMLText.escaped(text))</pre>" }

    /// The page as an answer that nobody keeps, frames or adds scripts and styles to.
    func response(status: HTTPResponse.Status = .ok) -> Response {
        let title = HTMLText.escaped(UntrustedText.singleLine(title))
        let refresh = refreshSeconds.map { "<meta http-equiv=\"refresh\" content=\"\($0)\">\n" } ?? ""
        let home = home.map { "<p>\(HTMLText.link($0, label: "Belfry"))</p>" } ?? ""
        let page = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            \(refresh)<title>\(title)</title>
            <style>\(PageStyle.text)</style></head>
            <body>\(home)<header><h1>\(title)</h1>\(aside)</header>
            \(body)
            </body></html>

            """
        return Response(
            status: status,
            headers: [
                .contentType: "text/html; charset=utf-8",
                .cacheControl: "no-store",
                .contentSecurityPolicy:
                    "default-src 'none'; style-src \(PageStyle.source); form-action 'self'; base-uri 'none'; "
                    + "frame-ancestors 'none'",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: page))
        )
    }
}
