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
    init?(_ bytes: UnsafeRawBufferPointer, _ name: Range<Int>) {
        func isNamed(_ constant: StaticString) -> Bool { PlainBytes.matches(bytes, name, constant) }

        switch name.count {
        case 4 where isNamed("host"): self = .host
        case 10 where isNamed("connection"): self = .connection
        case 12 where isNamed("content-type"): self = .contentType
        case 14 where isNamed("content-length"): self = .contentLength
        case 15 where isNamed("x-forwarded-for"): self = .forwardedFor
        case 18 where isNamed("x-a1cron-signature"): self = .signature
        case 2 where isNamed("te"), 6 where isNamed("expect"), 7 where isNamed("upgrade"), 7 where isNamed("trailer"),
            16 where isNamed("content-encoding"), 16 where isNamed("proxy-connection"),
            17 where isNamed("transfer-encoding"):
            self = .doubtful
        default: return nil
        }
    }
}
