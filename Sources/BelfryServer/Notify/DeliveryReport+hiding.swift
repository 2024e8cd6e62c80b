extension DeliveryReport {
    /// The report of an attempt whose request carried secrets; a server that repeats one in its answer gives nothing away.
    ///
    /// Of a header field's value (`Bearer …`) the part after the space counts, too.
    func hiding(_ secrets: Secret...) -> DeliveryReport {
        var report = self
        for secret in secrets {
            for text in [secret.text] + secret.text.split(separator: " ").map(String.init)
            where text.count >= Self.shortest {
                report.excerpt = report.excerpt?.replacing(text, with: "…")
                report.error = report.error?.replacing(text, with: "…")
            }
        }
        return report
    }

    /// Anything shorter is a word like others.
    private static let shortest = 8
}
