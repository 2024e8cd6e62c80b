extension String {
    /// The folder that this path names something in: empty for a name alone, `/` for what is at the root.
    ///
    /// Foundation's `deletingLastPathComponent` ends the process where the path is one character (Swift 6.3 on Linux).
    public var parentFolder: String {
        let slash = UInt8(ascii: "/")
        guard let end = utf8.lastIndex(where: { $0 != slash }) else { return utf8.isEmpty ? "" : "/" }
        guard let last = utf8[...end].lastIndex(of: slash) else { return "" }
        guard let parentEnd = utf8[..<last].lastIndex(where: { $0 != slash }) else { return "/" }
        return String(self[...parentEnd])
    }
}
