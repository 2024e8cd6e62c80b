internal import BelfryCore

/// A secret and the place in the configuration it came from; never shows itself.
public struct LocatedSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The secret.
    let text: String
    /// Where a problem with it is reported.
    let place: YAMLValue

    /// Not the secret.
    public var description: String { "<secret>" }
    /// Not the secret.
    public var debugDescription: String { description }
    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: []) }

    /// The secret as the address of a target; an unusable one is reported without repeating it.
    func url(_ defaults: GlobalDefaults, problems: inout [Problem]) -> TargetURL? {
        do {
            let url = try TargetURL(text)
            guard url.isHTTPS || defaults.allowsHTTP else {
                problems.append(
                    place.problem("http:// sends messages in clear text: use https:// or set outbound.allow_http")
                )
                return nil
            }
            return url
        } catch {
            problems.append(place.problem("\(error)"))
            return nil
        }
    }
}
