/// Why the secrets were left as they are.
enum WebhookSecretRefusal: Error, Hashable, CustomStringConvertible {
    /// They are kept where Belfry does not write; with what to edit.
    case notKeptHere(instruction: String)
    /// It cannot be a secret.
    case unusable(String)
    /// There is none with this id.
    case unknown(id: String)
    /// It is the last one, without which no webhook is believed.
    case last(id: String)

    var description: String {
        switch self {
        case .notKeptHere(let instruction): instruction
        case .unusable(let reason): reason
        case .unknown(let id): "there is no secret \(id); belfry secret list shows them"
        case .last(let id): "\(id) is the last secret: without one no webhook is believed. Add its successor first"
        }
    }
}
