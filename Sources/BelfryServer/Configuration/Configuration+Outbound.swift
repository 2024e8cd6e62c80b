public import BelfryCore

extension Configuration {
    /// The section `outbound`: `allow_networks`, `allow_http`.
    public struct Outbound: Sendable {
        /// Blocks that may be connected to although they are not public.
        public var allowedNetworks: [CIDRBlock] = []
        /// Whether targets may be `http://`.
        public var allowsHTTP = false

        /// The section when it is empty.
        public init() {}
    }
}
