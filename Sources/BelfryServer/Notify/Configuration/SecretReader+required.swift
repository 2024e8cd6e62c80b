internal import BelfryCore
internal import Foundation

extension SecretReader {
    /// The secret under `key` or in the file under `key_file`, one of which must be there; nil when reported.
    func required(_ key: String, in mapping: YAMLMapping, problems: inout [Problem]) -> LocatedSecret? {
        guard mapping[key] != nil || mapping["\(key)_file"] != nil else {
            problems.append(mapping.owner.problem("needs \"\(key)\" or \"\(key)_file\""))
            return nil
        }
        guard let secret = secret(key, in: mapping, problems: &problems) else { return nil }
        guard secret.text.contains(where: { !$0.isWhitespace }) else {
            problems.append(secret.place.problem("is empty"))
            return nil
        }
        return secret
    }
}

extension LocatedSecret {
    /// The secret without white space around it.
    var secret: Secret { Secret(text.trimmingCharacters(in: .whitespacesAndNewlines)) }

    /// The same address with a path below it.
    func appending(_ path: String) -> LocatedSecret {
        var base = Substring(text.trimmingCharacters(in: .whitespacesAndNewlines))
        while base.hasSuffix("/") { base.removeLast() }
        return LocatedSecret(text: base + path, place: place)
    }
}

extension YAMLMapping {
    /// The text under a key that must be there and say something; nil when reported.
    func requiredText(_ key: String, problems: inout [Problem]) -> LocatedSecret? {
        guard let value = required(key, problems: &problems), let text = value.string(problems: &problems) else {
            return nil
        }
        guard text.contains(where: { !$0.isWhitespace }) else {
            problems.append(value.problem("must not be empty"))
            return nil
        }
        return LocatedSecret(text: text, place: value)
    }
}
