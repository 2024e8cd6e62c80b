public import BelfryCore

/// Posts signed webhooks to a Belfry server, as A1Cron does.
public struct WebhookSender: Sendable {
    /// What came back.
    public typealias Answer = ServerClient.Answer

    /// What signs the body.
    public let secret: WebhookSecret
    private let client: ServerClient

    /// The server, without a slash at the end.
    public var baseURL: String { client.baseURL }

    /// A sender to a server.
    public init(baseURL: String, secret: WebhookSecret) {
        client = ServerClient(baseURL: baseURL)
        self.secret = secret
    }

    /// Posts a body byte for byte; throws where no answer came.
    public func post(_ body: [UInt8], to path: String) async throws(WebhookSenderError) -> Answer {
        try await client.call(
            "POST",
            path,
            headers: [(name: "x-a1cron-signature", value: secret.signature(of: body))],
            body: body
        )
    }
}
