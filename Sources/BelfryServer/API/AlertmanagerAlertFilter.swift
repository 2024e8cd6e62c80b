internal import BelfryCore
import Hummingbird

/// The parameters by which Alertmanager's API v2 narrows down alerts: `active`, `silenced`, `inhibited`, `muted`, `filter`, `receiver`.
struct AlertmanagerAlertFilter: Sendable {
    private let active: Bool
    private let silenced: Bool
    private let inhibited: Bool
    private let muted: Bool
    private let matchers: [LabelMatcher]
    private let receiver: LabelMatcher?

    /// The filter of a request; what it does not say, it takes.
    init(_ request: Request) throws {
        func wants(_ name: String) throws -> Bool {
            switch request.parameter(name) {
            case nil, "true": return true
            case "false": return false
            default: throw HTTPError(.badRequest, message: "\(name) is true or false")
            }
        }
        active = try wants("active")
        silenced = try wants("silenced")
        inhibited = try wants("inhibited")
        muted = try wants("muted")
        matchers = try request.matchers()
        do throws(LabelMatcherError) {
            receiver = try request.parameter("receiver").map { text throws(LabelMatcherError) in
                try LabelMatcher("receiver", .matches, text)
            }
        } catch {
            throw HTTPError(.badRequest, message: "receiver: \(error)")
        }
    }

    /// Whether it takes an alert that these time intervals keep quiet; as to Alertmanager, such an alert is an active one.
    func takes(_ entry: AlertSurvey.Entry, mutedBy: [String]) -> Bool {
        guard matchers.match(entry.labels) else { return false }
        let isActive = entry.silencedBy.isEmpty && entry.inhibitedBy.isEmpty
        return (entry.silencedBy.isEmpty || silenced) && (entry.inhibitedBy.isEmpty || inhibited)
            && (mutedBy.isEmpty || muted) && (!isActive || active)
    }

    /// Whether it takes a receiver; the whole name has to match.
    func takes(receiver name: String) -> Bool {
        receiver?.matches(LabelSet(["receiver": name])) ?? true
    }
}
