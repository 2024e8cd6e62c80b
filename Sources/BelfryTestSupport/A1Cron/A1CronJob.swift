/// A job of the emulator.
public struct A1CronJob: Encodable, Hashable, Sendable {
    /// Its id.
    public var id: String
    /// Its display name.
    public var name: String
    /// Whether it runs.
    public var isActive: Bool
    /// What its endpoint answers when it is triggered.
    public var responseBody: String
    /// Whether its callbacks reach anybody.
    public var reports: Bool

    /// A job of these values.
    public init(
        id: String,
        name: String,
        isActive: Bool = true,
        responseBody: String = "{}",
        reports: Bool = true
    ) {
        self.id = id
        self.name = name
        self.isActive = isActive
        self.responseBody = responseBody
        self.reports = reports
    }

    private enum CodingKeys: String, CodingKey {
        case id, name
        case isActive = "is_active"
    }
}
