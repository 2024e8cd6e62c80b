/// The fields of a plain head that mean something to a webhook, or to how a request is read.
enum PlainField {
    case host
    case connection
    case contentLength
    case contentType
    case signature
    case forwardedFor
    /// One that no plain request has.
    case doubtful

    /// The field of a name in any case; nil for all others.
    init?(_ name: UnsafeRawBufferPointer) {
        switch name.count {
        case 2 where PlainBytes.matches(name, "te"): self = .doubtful
        case 4 where PlainBytes.matches(name, "host"): self = .host
        case 6 where PlainBytes.matches(name, "expect"): self = .doubtful
        case 7 where PlainBytes.matches(name, "upgrade") || PlainBytes.matches(name, "trailer"): self = .doubtful
        case 10 where PlainBytes.matches(name, "connection"): self = .connection
        case 12 where PlainBytes.matches(name, "content-type"): self = .contentType
        case 14 where PlainBytes.matches(name, "content-length"): self = .contentLength
        case 15 where PlainBytes.matches(name, "x-forwarded-for"): self = .forwardedFor
        case 16
        where PlainBytes.matches(name, "content-encoding") || PlainBytes.matches(name, "proxy-connection"):
            self = .doubtful
        case 17 where PlainBytes.matches(name, "transfer-encoding"): self = .doubtful
        case 18 where PlainBytes.matches(name, "x-a1cron-signature"): self = .signature
        default: return nil
        }
    }
}
