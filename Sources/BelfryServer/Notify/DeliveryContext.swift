public import BelfryCore

/// What an attempt to deliver is given besides the content.
public struct DeliveryContext: Sendable {
    /// The identity of the delivery, the same for every attempt at it.
    public var deliveryID: String
    /// 1 for the first attempt.
    public var attempt: Int
    /// The time ages in the message are counted to.
    public var now: Instant
    /// Where links in the message lead.
    public var links: MessageLinks
    /// The IANA name of the zone in which clock times are written for readers whose own the chat does not know.
    public var timeZone: String
    /// How much of the message is sent.
    public var form: MessageForm

    /// A context of these values.
    public init(
        deliveryID: String,
        attempt: Int = 1,
        now: Instant,
        links: MessageLinks = MessageLinks(),
        timeZone: String = "UTC",
        form: MessageForm = .full
    ) {
        self.deliveryID = deliveryID
        self.attempt = attempt
        self.now = now
        self.links = links
        self.timeZone = timeZone
        self.form = form
    }
}
