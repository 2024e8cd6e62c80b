import Foundation

#if canImport(FoundationXML)
import FoundationXML
#endif

/// Telegram's HTML, read by an XML parser that refuses what is torn.
final class TelegramDocument: NSObject, XMLParserDelegate {
    /// A text no parser takes.
    struct Torn: Error {
        let text: String
    }

    private(set) var text = ""
    private(set) var outsideOfCode = ""
    private(set) var links: [String] = []
    private(set) var tags = 0
    private var open: [String] = []

    init(_ html: String) throws {
        super.init()
        let parser = XMLParser(data: Data("<body>\(html)</body>".utf8))
        parser.delegate = self
        guard parser.parse() else { throw Torn(text: html) }
    }

    func parser(
        _ parser: XMLParser,
        didStartElement name: String,
        namespaceURI: String?,
        qualifiedName: String?,
        attributes: [String: String]
    ) {
        open.append(name)
        if let link = attributes["href"] { links.append(link) } else if name != "body" { tags += 1 }
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        open.removeLast()
    }

    func parser(_ parser: XMLParser, foundCharacters characters: String) {
        text += characters
        if !open.contains("code") && !open.contains("pre") { outsideOfCode += characters }
    }
}
