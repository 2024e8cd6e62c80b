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
    /// The time intervals that exist.
    let timeIntervals: [NamedTimeInterval]
    /// What was found so far.
    private(set) var problems: [Problem] = []

    init(receivers: [String], timeIntervals: [NamedTimeInterval]) {
        self.receivers = receivers
        self.timeIntervals = timeIntervals
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
        for key in ["mute_time_intervals", "active_time_intervals"] {
            guard let intervals = value(key), !intervals.texts(problems: &problems).isEmpty else { continue }
            problems.append(intervals.problem("the root is never muted: put \(key) into routes below it"))
        }
        return settings(value, depth: 0)
    }

    private mutating func child(_ element: YAMLValue, depth: Int) -> Route? {
        guard let mapping = element.mapping(keys: Self.keys, problems: &problems) else { return nil }
        var route = settings({ mapping[$0] }, depth: depth)
        route.matchers = MatcherReader.read(.route, in: mapping, problems: &problems)
        route.continues = mapping["continue"]?.boolean(problems: &problems) ?? false
        route.muteTimeIntervals = intervals(mapping["mute_time_intervals"])
        route.activeTimeIntervals = intervals(mapping["active_time_intervals"])
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

    /// The intervals of these names.
    private mutating func intervals(_ value: YAMLValue?) -> [NamedTimeInterval] {
        guard let value else { return [] }
        return value.texts(problems: &problems).compactMap { element, name in
            if let interval = timeIntervals.first(where: { $0.name == name }) { return interval }
            let names = timeIntervals.map(\.name)
            let known =
                names.isEmpty ? "there are no time_intervals" : "time_intervals: \(names.joined(separator: ", "))"
            problems.append(
                element.problem("no time interval is named \"\(name)\"\(NearestName.hint(name, in: names)); \(known)")
            )
            return nil
        }
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
