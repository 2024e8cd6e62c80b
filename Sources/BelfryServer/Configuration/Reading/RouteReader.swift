internal import BelfryCore

/// Reads the routing tree by Alertmanager's rules.
struct RouteReader {
    /// The keys of a route that have no environment variable at the root.
    static let structureKeys =
        MatcherReader.Keys.route.all + ["continue", "routes", "mute_time_intervals", "active_time_intervals"]
    private static let keys =
        ["receiver", "group_by", "group_wait", "group_interval", "repeat_interval"] + structureKeys
    /// Deeper than anybody nests, and shallow enough for any stack.
    private static let maximumDepth = 32

    /// The receivers that exist, by name.
    let receivers: [String]
    /// What was found so far.
    private(set) var problems: [Problem] = []

    init(receivers: [String]) {
        self.receivers = receivers
    }

    /// The root, whose values come from any source.
    mutating func root(_ value: (String) -> YAMLValue?) -> Route {
        for key in MatcherReader.Keys.route.all {
            guard let matchers = value(key) else { continue }
            problems.append(matchers.problem("the root takes every alert: put matchers into routes below it"))
        }
        if let continues = value("continue") {
            problems.append(continues.problem("the root has no siblings to continue to"))
        }
        return settings(value, depth: 0)
    }

    private mutating func child(_ element: YAMLValue, depth: Int) -> Route? {
        guard let mapping = element.mapping(keys: Self.keys, problems: &problems) else { return nil }
        var route = settings({ mapping[$0] }, depth: depth)
        route.matchers = MatcherReader.read(.route, in: mapping, problems: &problems)
        route.continues = mapping["continue"]?.boolean(problems: &problems) ?? false
        return route
    }

    private mutating func settings(_ value: (String) -> YAMLValue?, depth: Int) -> Route {
        var route = Route()
        route.receiver = value("receiver").flatMap { receiver($0) }
        route.groupBy = value("group_by").flatMap { groupBy($0) }
        route.groupWait = value("group_wait").flatMap { $0.span(in: .zero ... .days(1), problems: &problems) }
        route.groupInterval = value("group_interval").flatMap {
            $0.span(in: .seconds(1) ... .days(7), problems: &problems)
        }
        route.repeatInterval = value("repeat_interval").flatMap {
            $0.span(in: .seconds(1) ... .days(365), problems: &problems)
        }
        for key in ["mute_time_intervals", "active_time_intervals"] {
            value(key).map { problems += Unsupported.problems($0, key) }
        }
        if let children = value("routes") {
            guard depth < Self.maximumDepth else {
                problems.append(children.problem("routes are nested deeper than \(Self.maximumDepth) levels"))
                return route
            }
            route.routes = (children.list(problems: &problems) ?? []).compactMap { child($0, depth: depth + 1) }
        }
        return route
    }

    private mutating func receiver(_ value: YAMLValue) -> String? {
        guard let name = value.string(problems: &problems) else { return nil }
        if !receivers.contains(name) {
            let known = receivers.isEmpty ? "there are no receivers" : "receivers: \(receivers.joined(separator: ", "))"
            problems.append(
                value.problem("no receiver is named \"\(name)\"\(NearestName.hint(name, in: receivers)); \(known)")
            )
        }
        return name
    }

    private mutating func groupBy(_ value: YAMLValue) -> GroupBy? {
        let names = value.texts(problems: &problems).map(\.text)
        if let twice = names.first(where: { name in names.count(where: { $0 == name }) > 1 }) {
            problems.append(value.problem("\"\(twice)\" stands twice"))
        }
        guard names.contains("...") else { return .labels(names) }
        if names.count > 1 {
            problems.append(value.problem("\"...\" already groups by every label: leave out the others"))
        }
        return .allLabels
    }
}
