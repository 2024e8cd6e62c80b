/// How an answer is coded for its way: not at all, or with gzip.
enum ContentCoding: Sendable {
    /// As it is.
    case identity
    /// RFC 1952.
    case gzip

    /// The coding that an `Accept-Encoding` field prefers; none where gzip is not accepted, or less than no coding.
    static func negotiated(acceptEncoding: String?) -> ContentCoding {
        guard let acceptEncoding else { return .identity }
        var gzip: Int?
        var identity = 0
        var others = 0
        for coding in AcceptedValue.all(in: acceptEncoding) {
            switch coding.value {
            case "gzip", "x-gzip": gzip = coding.thousandths
            case "identity": identity = coding.thousandths
            case "*": others = coding.thousandths
            default: continue
            }
        }
        let weight = gzip ?? others
        return weight > 0 && weight >= identity ? .gzip : .identity
    }
}
