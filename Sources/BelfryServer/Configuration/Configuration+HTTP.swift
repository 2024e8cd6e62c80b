internal import BelfryCore

extension Configuration {
    /// The section `http`: `host`, `port`, `webhook_port`, `external_url`, `admin_token` or `admin_token_file`, `auth`,
    /// `max_connections`, `max_connections_per_address`.
    public struct HTTP: Sendable {
        /// Who may use what is not public.
        public enum Authentication: String, CaseIterable, Sendable {
            /// Whoever has the admin token.
            case token
            /// Anybody: an authenticating proxy stands in front.
            case none
        }

        /// The address or name to listen on.
        public var host = "127.0.0.1"
        /// The port to listen on; 0 for any that is free.
        public var port = 8080
        /// The port of a second listener that serves webhooks only; nil for none.
        public var webhookPort: Int?
        /// The address under which people reach this server, without a slash at the end; nil when unknown.
        public var externalURL: String?
        /// The configured admin token; nil where none is.
        public var adminToken: Secret?
        /// Who may use what is not public.
        public var authentication = Authentication.token

        /// The most connections of each listener at once.
        public var maximumConnections = HTTPListener.defaultMaximumConnections
        /// The most connections of one address that have not carried a signed webhook.
        public var maximumConnectionsPerAddress = HTTPListener.defaultMaximumConnectionsPerAddress

        /// The section when it is empty.
        public init() {}

        /// Whether only this machine can connect.
        public var isLoopback: Bool {
            if host.lowercased() == "localhost" { return true }
            return IPAddress(host)?.isLoopback ?? false
        }

        /// Whether this machine needs no admin token: nobody else is meant to reach the server.
        public var trustsThisMachine: Bool { isLoopback && externalURL == nil }

        /// Where this machine reaches the listener: `http://127.0.0.1:8080`.
        public var localURL: String {
            let isAny = ["0.0.0.0", "::", "*"].contains(host)
            let reachable = isAny ? (host == "::" ? "::1" : "127.0.0.1") : host
            return "http://\(reachable.contains(":") ? "[\(reachable)]" : reachable):\(port)"
        }
    }
}
