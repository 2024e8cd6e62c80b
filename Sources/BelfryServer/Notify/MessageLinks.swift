internal import BelfryCore

/// Addresses of Belfry's own pages for use in messages; none without `external_url`.
///
/// The pages that silence or acknowledge only ask: they change something by POST.
public struct MessageLinks: Hashable, Sendable {
    /// The address under which people reach Belfry, without a slash at the end; nil when not configured.
    public let externalURL: String?

    /// Links below an address, or none.
    public init(externalURL: String? = nil) {
        self.externalURL = externalURL.map { url in
            var trimmed = Substring(url)
            while trimmed.hasSuffix("/") { trimmed.removeLast() }
            return String(trimmed)
        }
    }

    /// The page of a job.
    public func job(_ jobID: String) -> String? { page("jobs", jobID) }

    /// The page of an alert.
    public func alert(_ alertID: Int64) -> String? { page("alerts", String(alertID)) }

    /// The page that offers to silence an alert.
    public func silence(_ alertID: Int64) -> String? { page("alerts", String(alertID), "silence") }

    /// The page that offers to acknowledge an alert.
    public func acknowledge(_ alertID: Int64) -> String? { page("alerts", String(alertID), "acknowledge") }

    /// The page of an execution of a job: why it rang or did not.
    func execution(_ executionID: String, of jobID: String) -> String? {
        page("executions", executionID).map { "\($0)?job=\(Self.percentEncoded(jobID))" }
    }

    /// The overview.
    var home: String? { externalURL.map { "\($0)/" } }

    private func page(_ segments: String...) -> String? {
        externalURL.map { ([$0] + segments.map(Self.percentEncoded)).joined(separator: "/") }
    }

    static func percentEncoded(_ segment: String) -> String {
        segment.utf8.map { byte in
            let scalar = Unicode.Scalar(byte)
            let isUnreserved =
                scalar.isASCII && (scalar.properties.isAlphabetic || "0123456789-_~.".unicodeScalars.contains(scalar))
            let digits = String(byte, radix: 16, uppercase: true)
            return isUnreserved ? String(scalar) : "%" + (digits.count < 2 ? "0" : "") + digits
        }.joined()
    }
}
