public import BelfryCore

extension Configuration {
    /// The section `outbound`: how targets may be reached.
    public struct Outbound: Sendable {
        /// `allow_networks`: blocks that may be connected to although they are not public.
        public var allowedNetworks: [CIDRBlock] = []
        /// `allow_http`: whether targets may be `http://`.
        public var allowsHTTP = false
        /// `proxy_url` with `no_proxy`: what stands between Belfry and its targets; nil where nothing does.
        public var proxy: OutboundProxy?
        /// `ca_file`: authorities besides the system's.
        public var authorities: TrustedAuthorities?

        /// The section when it is empty.
        public init() {}
    }
}
