/// A message published as JSON.
///
/// https://docs.ntfy.sh/publish/#publish-as-json
struct NtfyPayload: Encodable {
    /// A button that opens an address.
    ///
    /// https://docs.ntfy.sh/publish/#open-websiteapp
    struct Action: Encodable {
        var action = "view"
        var label: String
        var url: String
    }

    var topic: String
    var title: String
    var message: String
    var priority: Int
    /// Names of emoji, shown before the title.
    var tags: [String]
    /// What a tap on the message opens.
    var click: String?
    var actions: [Action]?

    /// Whether ntfy takes it whole.
    var isWithinLimits: Bool {
        message.utf8.count <= NtfyLimits.message && JSONBody.bytes(self).count <= NtfyLimits.body
    }
}
