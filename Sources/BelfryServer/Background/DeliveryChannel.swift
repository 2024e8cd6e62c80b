internal import BelfryStore

/// A configured target with the name its deliveries are queued under.
public struct DeliveryChannel: Sendable {
    /// Its row in `channels`.
    var spec: ChannelSpec
    /// The code that sends there.
    var notifier: any Notifier
}
