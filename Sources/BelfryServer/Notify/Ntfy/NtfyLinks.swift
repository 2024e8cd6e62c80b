/// The links of a message, by where ntfy can put them.
struct NtfyLinks {
    /// What a tap opens: the page of the job or alert, else the first link there is.
    private(set) var click: String?
    /// The buttons.
    private(set) var actions: [NtfyPayload.Action] = []
    /// What is left for the text.
    private(set) var others: [MessagePart] = []

    /// Distributes links; those so long that they would crowd out the rest are left out.
    init(_ links: [MessagePart]) {
        let links = links.compactMap { part -> (url: String, label: String)? in
            guard case .link(let url, let label) = part, url.utf16.count <= MessageBudget.maximumLink else {
                return nil
            }
            return (url, label)
        }
        let main = links.first { Self.pages.contains($0.label) } ?? links.first
        click = main?.url
        let rest = links.filter { $0.label != main?.label }
            .sorted { Self.rank($0.label) < Self.rank($1.label) }
        actions = rest.prefix(NtfyLimits.actions).map { NtfyPayload.Action(label: $0.label, url: $0.url) }
        others = rest.dropFirst(NtfyLimits.actions).map { .link(url: $0.url, label: $0.label) }
    }

    private static let pages = ["Job", "Alert"]
    /// What somebody woken up wants first.
    private static let buttons = ["Acknowledge", "Silence", "Runbook"]

    private static func rank(_ label: String) -> Int { buttons.firstIndex(of: label) ?? buttons.count }
}
