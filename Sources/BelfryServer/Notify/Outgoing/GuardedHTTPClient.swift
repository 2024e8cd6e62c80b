internal import AsyncHTTPClient
public import BelfryCore
internal import NIOCore
internal import NIOHTTP1

/// Sends requests over HTTP/1.1 to addresses the guard permits, and nowhere else.
///
/// A host is resolved once per request, every address is checked, and the connection goes to a checked one while `Host`, SNI and
/// the certificate keep the name: a second answer from DNS changes nothing. No redirects, no proxy but a configured one (the
/// environment's are not read), which looks names up itself, a deadline over everything from the look-up to the last byte. Connections are kept and used again.
public final class GuardedHTTPClient: OutgoingHTTP {
    /// From the look-up of the name to the end of the answer; the lease of a delivery is 15 s.
    public static let totalTimeout = TimeSpan.seconds(10)
    /// Bytes of an answer that are read; no target's answer that means anything is longer.
    public static let maximumResponse = 64 * 1024
    /// Addresses of one name that are tried while no connection comes up.
    private static let maximumAddresses = 3

    private let addressGuard: AddressGuard
    private let allowsHTTP: Bool
    private let resolver: any NameResolver
    private let timeout: TimeSpan
    private let proxy: OutboundProxy?
    private let clients: PinnedClients

    /// A client that may reach what the guard permits, in clear text only if told so.
    public convenience init(addressGuard: AddressGuard, allowsHTTP: Bool = false) {
        self.init(addressGuard: addressGuard, allowsHTTP: allowsHTTP, resolver: SystemNameResolver())
    }

    /// A client as the section `outbound` has it.
    convenience init(_ outbound: Configuration.Outbound, timeout: TimeSpan = GuardedHTTPClient.totalTimeout) {
        self.init(
            addressGuard: AddressGuard(allowedNetworks: outbound.allowedNetworks),
            allowsHTTP: outbound.allowsHTTP,
            resolver: SystemNameResolver(),
            timeout: timeout,
            proxy: outbound.proxy,
            authorities: outbound.authorities
        )
    }

    /// A client with its own resolver and time limit.
    init(
        addressGuard: AddressGuard,
        allowsHTTP: Bool,
        resolver: any NameResolver,
        timeout: TimeSpan = GuardedHTTPClient.totalTimeout,
        proxy: OutboundProxy? = nil,
        authorities: TrustedAuthorities? = nil
    ) {
        self.addressGuard = addressGuard
        self.allowsHTTP = allowsHTTP
        self.resolver = resolver
        self.timeout = timeout
        self.proxy = proxy
        clients = PinnedClients(authorities: authorities)
    }

    /// Closes all connections; must be called before the client is let go of, when nothing is sent any more.
    public func shutdown() async {
        await clients.shutdown()
    }

    /// Sends a request once; see `OutgoingHTTP`.
    public func send(_ request: OutgoingRequest) async -> Result<OutgoingResponse, OutgoingFailure> {
        let start = ContinuousClock.now
        let limit = min(timeout, request.timeLimit ?? timeout)
        var result = await answer(request, deadline: .now() + .microseconds(limit.microseconds))
        let latency = TimeSpan(start.duration(to: .now))
        switch result {
        case .success(var response):
            response.latency = latency
            result = .success(response)
        case .failure(var failure):
            failure.latency = latency
            result = .failure(failure)
        }
        return result
    }

    /// Why a request to an address would fail before anything is connected to; nil where it would be tried.
    ///
    /// Looks names up and sends nothing.
    func obstacle(to url: TargetURL, within limit: TimeSpan) async -> OutgoingFailure? {
        switch await way(to: url, deadline: .now() + .microseconds(limit.microseconds)) {
        case .success(let way) where way.addresses.isEmpty: Self.noAddress(way.host)
        case .success: nil
        case .failure(let failure): failure
        }
    }

    /// What is connected to for a target: its own checked addresses, or those of the proxy before it.
    private struct Way {
        var host: String
        var addresses: [IPAddress]
        var proxy: OutboundProxy?
    }

    private func answer(
        _ request: OutgoingRequest,
        deadline: NIODeadline
    ) async -> Result<OutgoingResponse, OutgoingFailure> {
        switch await way(to: request.url, deadline: deadline) {
        case .success(let way): await exchange(request, by: way, deadline: deadline)
        case .failure(let failure): .failure(failure)
        }
    }

    private func way(to url: TargetURL, deadline: NIODeadline) async -> Result<Way, OutgoingFailure> {
        guard url.isHTTPS || allowsHTTP else {
            return .failure(.init(reason: .forbiddenTarget, message: "http:// needs outbound.allow_http"))
        }
        let host = url.host
        if let proxy, proxy.covers(host) { return await way(to: host, through: proxy, deadline: deadline) }
        let addresses: [IPAddress]
        do {
            addresses = try await resolver.addresses(of: host, before: deadline)
        } catch {
            return .failure(.init(reason: .connection, message: "\(host): \(error)"))
        }
        let permitted = addresses.filter { addressGuard.permits($0, for: host) }
        guard !permitted.isEmpty || addresses.isEmpty else { return .failure(Self.notPublic(host, addresses)) }
        return .success(Way(host: host, addresses: permitted))
    }

    /// The proxy looks the name up; its own address is the operator's word and not guarded.
    private func way(
        to host: String,
        through proxy: OutboundProxy,
        deadline: NIODeadline
    ) async -> Result<Way, OutgoingFailure> {
        guard !AddressGuard.isLocalName(host) else {
            let message = "\(host) is no public name: list it in outbound.no_proxy to reach it without the proxy"
            return .failure(.init(reason: .forbiddenTarget, message: message))
        }
        do {
            // However an address is written, the system knows it without asking anybody.
            let written = Self.isAddress(host) ? try await resolver.addresses(of: host, before: deadline) : []
            guard written.allSatisfy({ addressGuard.permits($0, for: host) }) else {
                return .failure(Self.notPublic(host, written))
            }
            let addresses = try await resolver.addresses(of: proxy.host, before: deadline)
            return .success(Way(host: proxy.host, addresses: addresses, proxy: proxy))
        } catch {
            return .failure(.init(reason: .connection, message: "outbound.proxy_url: \(proxy.host): \(error)"))
        }
    }

    /// Whether a host is an address rather than a name: `[::1]`, `127.1`, `2130706433`, `0x7f.1`.
    private static func isAddress(_ host: String) -> Bool {
        guard !host.contains(":") else { return true }
        let last = host.split(separator: ".").last ?? ""
        return last.allSatisfy(\.isWholeNumber) || last.lowercased().hasPrefix("0x")
    }

    private static func notPublic(_ host: String, _ addresses: [IPAddress]) -> OutgoingFailure {
        let list = addresses.prefix(maximumAddresses).map { "\($0)" }.joined(separator: ", ")
        let message = "\(host) is \(list), which is not public: list it in outbound.allow_networks to allow it"
        return OutgoingFailure(reason: .forbiddenTarget, message: message)
    }

    private static func noAddress(_ host: String) -> OutgoingFailure {
        OutgoingFailure(reason: .connection, message: "\(host) has no address")
    }

    /// Tries the addresses of a way until a connection comes up.
    private func exchange(
        _ request: OutgoingRequest,
        by way: Way,
        deadline: NIODeadline
    ) async -> Result<OutgoingResponse, OutgoingFailure> {
        var result: Result<OutgoingResponse, OutgoingFailure> = .failure(Self.noAddress(way.host))
        for address in await clients.order(way.addresses, of: way.host).prefix(Self.maximumAddresses) {
            let pin = PinnedClients.Pin(host: way.host, address: address, proxy: way.proxy)
            result = await exchange(request, pin: pin, deadline: deadline)
            guard case .failure(let failure) = result, !failure.mayHaveArrived, deadline > .now() else { break }
        }
        return result
    }

    private func exchange(
        _ request: OutgoingRequest,
        pin: PinnedClients.Pin,
        deadline: NIODeadline
    ) async -> Result<OutgoingResponse, OutgoingFailure> {
        let client = await clients.borrow(pin)
        let body = TrackedBody(request.body)
        let result: Result<OutgoingResponse, OutgoingFailure>
        do {
            let message = Self.message(request, body: body)
            result = .success(
                try await withDeadline(deadline) {
                    try await Self.response(to: message, from: client, deadline: deadline)
                }
            )
        } catch {
            let mayHaveArrived =
                request.body.isEmpty ? !OutgoingFailure.isBeforeAnyRequest(error) : body.wasAskedFor
            result = .failure(OutgoingFailure(error, connectingTo: pin.address, mayHaveArrived: mayHaveArrived))
        }
        let works = if case .failure(let failure) = result { failure.mayHaveArrived } else { true }
        await clients.giveBack(pin, works: works)
        return result
    }

    private static func message(_ request: OutgoingRequest, body: TrackedBody) -> HTTPClientRequest {
        var message = HTTPClientRequest(url: request.url.text)
        message.method = .init(rawValue: request.method)
        for (name, value) in request.headers {
            message.headers.add(name: name, value: value)
        }
        message.headers.replaceOrAdd(name: "User-Agent", value: "belfry")
        if !request.body.isEmpty {
            message.body = .stream(body, length: .known(Int64(request.body.count)))
        }
        return message
    }

    private static func response(
        to message: HTTPClientRequest,
        from client: HTTPClient,
        deadline: NIODeadline
    ) async throws -> OutgoingResponse {
        let response = try await client.execute(message, deadline: deadline)
        var body: [UInt8] = []
        for try await chunk in response.body {
            body += chunk.readableBytesView.prefix(maximumResponse - body.count)
            guard body.count < maximumResponse else { break }
        }
        // A cancelled stream ends as if it were complete.
        try Task.checkCancellation()
        return OutgoingResponse(
            status: Int(response.status.code),
            headers: response.headers.map { (name: $0.name, value: $0.value) },
            body: body,
            latency: .zero
        )
    }
}
