internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// A plain page: what a link in a message leads to.
struct HTMLPage {
    /// The heading, as text.
    var title: String
    /// What stands below it, as HTML.
    var body: String

    /// Text with its lines, as HTML.
    static func preformatted(_ text: String) -> String { "<pre>\(HTMLText.escaped(text))</pre>" }

    /// The page as an answer that nobody keeps, frames or adds scripts to.
    func response(status: HTTPResponse.Status = .ok) -> Response {
        let title = HTMLText.escaped(UntrustedText.singleLine(title))
        let page = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>\(title)</title>
            <style>body { font: 16px sans-serif; margin: 2em; } pre { white-space: pre-wrap; }
            label, button { display: block; margin: 0.5em 0; }</style></head>
            <body><h1>\(title)</h1>
            \(body)
            </body></html>

            """
        return Response(
            status: status,
            headers: [
                .contentType: "text/html; charset=utf-8",
                .cacheControl: "no-store",
                .contentSecurityPolicy:
                    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: page))
        )
    }
}
