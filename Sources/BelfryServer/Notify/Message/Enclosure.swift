/// What stands before and after a piece of text.
struct Enclosure: Hashable {
    let open: String
    let close: String

    init(_ open: String, _ close: String) {
        self.open = open
        self.close = close
    }

    /// UTF-16 units of both.
    var length: Int { open.utf16.count + close.utf16.count }

    func around(_ text: String) -> String { open + text + close }
}
