extension OutgoingResponse {
    /// Whether the status says that all went well.
    var isSuccess: Bool { (200...299).contains(status) }

    /// Whether the body is a page for people: the sign-in of a guest network or a proxy answered, not the target.
    var isPage: Bool {
        String(decoding: body.prefix(512), as: UTF8.self).drop { $0.isWhitespace }.hasPrefix("<")
    }
}
