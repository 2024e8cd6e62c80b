internal import BelfryCore

/// Finds `BELFRY_…` variables that set nothing.
enum UnknownVariables {
    /// The variables that are no key's and still Belfry's.
    static let others = ["BELFRY_CONFIG"]

    /// A warning for each variable that sets nothing; those that Kubernetes makes for a service share one.
    static func problems(in environment: [String: String]) -> [Problem] {
        let known = ConfigurationKey.all.compactMap(\.environmentVariable) + others
        let unknown = environment.keys.filter { $0.hasPrefix("BELFRY_") && !known.contains($0) }.sorted()
        let links = unknown.filter { isServiceLink($0, value: environment[$0] ?? "") }
        var problems = unknown.filter { !links.contains($0) }.map { name in
            let hint = NearestName.hint(name, in: known)
            return Problem(severity: .warning, file: name, message: "no setting has this environment variable\(hint)")
        }
        if let first = links.first {
            let more = links.count == 1 ? "" : " and \(links.count - 1) more"
            problems.append(
                Problem(
                    severity: .warning,
                    file: first,
                    message:
                        "Kubernetes made this variable\(more) for a service: set enableServiceLinks: false in the pod"
                )
            )
        }
        return problems
    }

    private static func isServiceLink(_ name: String, value: String) -> Bool {
        value.hasPrefix("tcp://") || value.hasPrefix("udp://")
            || ["_SERVICE_HOST", "_SERVICE_PORT", "_TCP_ADDR", "_TCP_PORT", "_TCP_PROTO"].contains {
                name.hasSuffix($0)
            }
            || name.contains("_SERVICE_PORT_")
    }
}
