internal import AsyncHTTPClient
public import BelfryCore
internal import NIOCore
internal import NIOHTTP1

/// Posts signed webhooks to a Belfry server, as A1Cron does.
public struct WebhookSender: Sendable {
    /// What came back.
    public struct Answer: Hashable, Sendable {
        /// The HTTP status.
        public var status: Int
        /// The body, or its beginning.
        public var body: String

        /// Whether the server has the execution.
        public var isAccepted: Bool { (200...299).contains(status) }
    }

    /// The server, without a slash at the end.
    public let baseURL: String
    /// What signs the body.
    public let secret: WebhookSecret

    /// A sender to a server.
    public init(baseURL: String, secret: WebhookSecret) {
        var url = Substring(baseURL)
        while url.hasSuffix("/") { url.removeLast() }
        self.baseURL = String(url)
        self.secret = secret
    }

    /// Longer than any answer takes that comes at all.
    private static let timeout = TimeAmount.seconds(15)
    /// Longer than Belfry's problem details; a wrong server may send a whole page.
    private static let maximumAnswer = 65_536

    /// Posts a body byte for byte; throws where no answer came.
    public func post(_ body: [UInt8], to path: String) async throws(WebhookSenderError) -> Answer {
        var request = HTTPClientRequest(url: baseURL + path)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        request.headers.add(name: "x-a1cron-signature", value: secret.signature(of: body))
        request.body = .bytes(body)
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
