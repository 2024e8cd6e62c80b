/// A notification somebody asked for, as the API writes it.
public struct NotificationDocument: Codable, Sendable {
    /// Its id.
    public var notificationID: Int64
    /// One for each target.
    public var deliveries: [DeliveryStandingDocument]

    private enum CodingKeys: String, CodingKey {
        case notificationID = "notification_id"
        case deliveries
    }
}
