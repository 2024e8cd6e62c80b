internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1

/// Calls a running Belfry.
public struct ServerClient: Sendable {
    /// What came back.
    public struct Answer: Hashable, Sendable {
        /// The HTTP status.
        public var status: Int
        /// The body, or its beginning.
        public var body: String

        /// Whether the server did what it was asked for.
        public var isAccepted: Bool { (200...299).contains(status) }
    }

    /// The server, without a slash at the end.
    public let baseURL: String
    /// The admin token, where one is known.
    private let token: Secret?

    /// A client of a server.
    public init(baseURL: String, token: Secret? = nil) {
        var url = Substring(baseURL)
        while url.hasSuffix("/") { url.removeLast() }
        self.baseURL = String(url)
        self.token = token
    }

    /// Longer than any answer takes that comes at all.
    private static let timeout = TimeAmount.seconds(15)
    /// Longer than any list; a wrong server may send without an end.
    private static let maximumAnswer = 8 << 20

    /// Sends a request with a JSON body, or none; throws where no answer came.
    public func call(
        _ method: String,
        _ path: String,
        headers: [(name: String, value: String)] = [],
        body: [UInt8]? = nil
    ) async throws(WebhookSenderError) -> Answer {
        var request = HTTPClientRequest(url: baseURL + path)
        request.method = HTTPMethod(rawValue: method)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let token { request.headers.add(name: "authorization", value: "Bearer \(token.text)") }
        if let body {
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(body)
        }
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: Self.clientConfiguration)
        do {
            let response = try await client.execute(request, timeout: Self.timeout)
            let answer = Answer(status: Int(response.status.code), body: try await text(of: response))
            try? await client.shutdown()
            return answer
        } catch {
            try? await client.shutdown()
            throw WebhookSenderError(error, url: baseURL)
        }
    }

    /// A redirect is an answer to show, and a refused connection one to explain at once.
    private static var clientConfiguration: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.timeout.connect = .seconds(5)
        return configuration
    }

    private func text(of response: HTTPClientResponse) async throws -> String {
        var text = ByteBuffer()
        for try await part in response.body {
            text.writeImmutableBuffer(part)
            if text.readableBytes >= Self.maximumAnswer { break }
        }
        return String(decoding: text.readableBytesView.prefix(Self.maximumAnswer), as: UTF8.self)
    }
}
