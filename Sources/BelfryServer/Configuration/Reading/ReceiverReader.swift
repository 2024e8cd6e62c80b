internal import BelfryCore

/// Reads `receivers`.
enum ReceiverReader {
    /// More a minute than any chat takes.
    private static let burstLimits = 0...1_000

    /// The receivers of the list here; their names are unique.
    static func read(
        _ value: YAMLValue,
        global: GlobalDefaults,
        secrets: SecretReader,
        problems: inout [Problem]
    ) -> [Configuration.Receiver] {
        var receivers: [Configuration.Receiver] = []
        for element in value.list(problems: &problems) ?? [] {
            let keys = ["name", "burst_limit"] + NotifierRegistry.receiverKeys
            guard let mapping = element.mapping(keys: keys, problems: &problems),
                let nameValue = mapping.required("name", problems: &problems),
                let name = nameValue.string(problems: &problems)
            else { continue }
            if receivers.contains(where: { $0.name == name }) {
                problems.append(nameValue.problem("a receiver named \"\(name)\" stands twice"))
                continue
            }
            let notifiers = NotifierRegistry.read(
                receiver: mapping,
                global: global,
                secrets: secrets,
                problems: &problems
            )
            var receiver = Configuration.Receiver(name: name, notifiers: notifiers)
            if let value = mapping["burst_limit"], let limit = value.integer(in: burstLimits, problems: &problems) {
                receiver.burstLimit = limit
            }
            receivers.append(receiver)
        }
        return receivers
    }
}
