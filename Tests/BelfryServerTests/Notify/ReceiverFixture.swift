import BelfryCore

@testable import BelfryServer

/// Targets as a configuration file has them.
enum ReceiverFixture {
    private struct Missing: Error {}

    /// The targets a receiver in `belfry.yaml` names, and what is wrong with them.
    static func read(
        _ yaml: String,
        global: GlobalDefaults = GlobalDefaults(),
        files: [String: String] = ["empty": "\n"]
    ) -> (configurations: [any NotifierConfiguration], problems: [String]) {
        var problems: [Problem] = []
        let secrets = SecretReader { path in
            guard let text = files[path] else { throw Missing() }
            return text
        }
        guard let value = YAMLValue.parse(yaml, file: "belfry.yaml", problems: &problems),
            let receiver = value.anyMapping(problems: &problems)
        else { return ([], problems.map(\.description)) }
        let configurations = NotifierRegistry.read(
            receiver: receiver,
            global: global,
            secrets: secrets,
            problems: &problems
        )
        return (configurations, problems.map(\.description))
    }
}
