import NIOHTTP1

/// Finds what another server on the way could read differently from this one, in a head that the parser takes.
///
/// The parser refuses everything else by itself: conflicting lengths, lengths beside chunks, folded lines, bare line feeds,
/// white space before a colon, control characters. RFC 9112 is the source of each rule here.
enum HeadAmbiguity {
    /// Why a head is refused; nil where it is not.
    static func problem(in head: HTTPRequestHead, _ headers: WebhookHeaders) -> String? {
        // 3.2: absolute, authority and asterisk forms are for proxies, and their host could differ from Host.
        guard head.uri.utf8.first == UInt8(ascii: "/") else { return "the request target must begin with a slash" }
        return problem(in: headers, version: head.version)
    }

    /// The same for a head whose target is known already.
    static func problem(in headers: WebhookHeaders, version: HTTPVersion) -> String? {
        // 3.2: exactly one, but for HTTP/1.0, where there may be none.
        if headers.hosts > 1 || (headers.hosts == 0 && version == .http1_1) {
            return "a request has one Host field, this one has \(headers.hosts)"
        }
        // 6.1: any other coding would have to be undone; chunks in HTTP/1.0 are faulty framing.
        if headers.isChunked, version != .http1_1 { return "Transfer-Encoding is not for HTTP/1.0" }
        if headers.hasForeignCoding { return "the only Transfer-Encoding is chunked" }
        return nil
    }
}
