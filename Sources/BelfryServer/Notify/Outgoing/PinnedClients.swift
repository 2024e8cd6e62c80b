internal import AsyncHTTPClient
internal import BelfryCore
internal import NIOCore
internal import NIOSSL

/// HTTP clients that can each connect to one checked address only, with their idle connections.
///
/// AsyncHTTPClient resolves names by itself, after any check, and has no hook in between; what it has is a table of names and
/// the addresses to use instead, fixed for the life of a client. So there is a client per name and address.
actor PinnedClients {
    /// A name and the address it is pinned to.
    struct Pin: Hashable {
        var host: String
        var address: IPAddress
        /// The proxy that the host and the address are those of; nil for a target itself.
        var proxy: OutboundProxy?
    }

    private struct Entry {
        var client: HTTPClient
        var users = 0
        var lastUse: UInt64
        var works = true
    }

    /// Idle clients kept: more than a reasonable number of receivers, and bounded where a name changes its address all the time.
    private static let maximumClients = 32
    private static let connectTimeout = TimeAmount.seconds(5)
    private static let idleTimeout = TimeAmount.seconds(60)

    private let authorities: TrustedAuthorities?
    private var entries: [Pin: Entry] = [:]
    private var uses: UInt64 = 0

    /// No clients yet; those to come believe these authorities besides the system's.
    init(authorities: TrustedAuthorities? = nil) {
        self.authorities = authorities
    }

    deinit {
        // A client must be shut down before it goes, whoever forgot to.
        for entry in entries.values { entry.client.shutdown { _ in } }
    }

    /// The addresses in the order they are worth trying: those with a client that worked first.
    func order(_ addresses: [IPAddress], of host: String) -> [IPAddress] {
        let known = addresses.filter { address in
            entries.contains { $0.key.host == host && $0.key.address == address && $0.value.works }
        }
        return known + addresses.filter { !known.contains($0) }
    }

    /// A client for a pin, to be given back.
    func borrow(_ pin: Pin) -> HTTPClient {
        uses += 1
        var entry = entries[pin] ?? Entry(client: client(pin), lastUse: uses)
        entry.users += 1
        entry.lastUse = uses
        entries[pin] = entry
        return entry.client
    }

    /// Takes a client back and says whether it reached its server.
    func giveBack(_ pin: Pin, works: Bool) async {
        entries[pin]?.users -= 1
        entries[pin]?.works = works
        guard entries.count > Self.maximumClients else { return }
        let idle = entries.filter { $0.value.users == 0 }
        guard let oldest = idle.min(by: { $0.value.lastUse < $1.value.lastUse }) else { return }
        entries[oldest.key] = nil
        try? await oldest.value.client.shutdown()
    }

    /// Closes every connection; requests under way fail.
    func shutdown() async {
        let clients = entries.values.map(\.client)
        entries = [:]
        for client in clients {
            try? await client.shutdown()
        }
    }

    private func client(_ pin: Pin) -> HTTPClient {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: Self.connectTimeout),
            connectionPool: .init(idleTimeout: Self.idleTimeout),
            decompression: .disabled
        )
        configuration.httpVersion = .http1Only
        configuration.connectionPool.retryConnectionEstablishment = false
        if let authorities {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.additionalTrustRoots = [.certificates(authorities.certificates)]
            configuration.tlsConfiguration = tls
        }
        if let proxy = pin.proxy {
            configuration.proxy = .server(
                host: "\(pin.address)",
                port: proxy.port,
                authorization: proxy.credentials.map { .basic(username: $0.user, password: $0.password) }
            )
        } else {
            configuration.dnsOverride = [pin.host: "\(pin.address)"]
        }
        // Were the table's key not what the client makes of the URL, it would resolve the name itself: this is what would notice.
        configuration.http1_1ConnectionDebugInitializer = { channel in
            guard channel.remoteAddress?.ipAddress.flatMap({ IPAddress($0) }) == pin.address else {
                return channel.close().flatMapThrowing { throw ConnectedElsewhere() }
            }
            return channel.eventLoop.makeSucceededVoidFuture()
        }
        return HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
    }

    /// A connection went to another address than the checked one; nothing was sent on it.
    struct ConnectedElsewhere: Error {}
}
