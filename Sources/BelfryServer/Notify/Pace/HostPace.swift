public import BelfryCore

/// What a vendor lets one sender send to all channels on a host of its.
public struct HostPace: Hashable, Sendable {
    /// The host.
    public var host: String
    /// How fast.
    public var pace: DeliveryPace

    /// A pace of a host.
    public init(host: String, pace: DeliveryPace) {
        self.host = host
        self.pace = pace
    }
}
