internal import BelfryCore
internal import Foundation

/// Posts notifications to a room of Matrix.
///
/// The transaction id is the delivery's: a homeserver that has already taken it answers a retry with the event it made then, so
/// that a lost answer makes no second message.
struct MatrixNotifier: Notifier {
    static let integration = MatrixConfiguration.integration

    private let configuration: MatrixConfiguration
    private let http: any OutgoingHTTP

    init(_ configuration: MatrixConfiguration, http: any OutgoingHTTP) {
        self.configuration = configuration
        self.http = http
    }

    var redactedTarget: String { "\(configuration.homeserver.host) \(configuration.roomID)" }

    var sendResolved: Bool { configuration.sendResolved }

    func deliver(_ content: NotificationContent, _ context: DeliveryContext) async -> DeliveryReport {
        let url: TargetURL
        do {
            url = try TargetURL(configuration.homeserver.text + path(context.deliveryID))
        } catch {
            let outcome = DeliveryOutcome.channelBroken(reason: .forbiddenTarget)
            return DeliveryReport(outcome: outcome, error: "the address \(error)", latency: .zero)
        }
        var request = OutgoingRequest(
            url: url,
            json: JSONBody.bytes(payload(content, context)),
            headers: [OutgoingRequest.bearerAuthorization(configuration.accessToken)]
        )
        request.method = "PUT"
        switch await http.send(request) {
        case .success(let response):
            return DeliveryReport(response, MatrixAnswer.outcome(response, now: context.now))
                .hiding(configuration.accessToken)
        case .failure(let failure):
            return DeliveryReport(failure)
        }
    }

    /// What is sent for a notification.
    func payload(_ content: NotificationContent, _ context: DeliveryContext) -> MatrixPayload {
        let message = Message(content, context, title: configuration.title, text: configuration.text)
        return MatrixRenderer(clock: ClockText(timeZone: context.timeZone, now: context.now)).payload(message)
    }

    /// Where an event of the room is put, under a transaction id.
    ///
    /// https://spec.matrix.org/v1.11/client-server-api/#put_matrixclientv3roomsroomidsendeventtypetxnid
    private func path(_ transactionID: String) -> String {
        let segments = [configuration.roomID, "send", "m.room.message", transactionID].map { segment in
            segment.addingPercentEncoding(withAllowedCharacters: Self.unreserved) ?? segment
        }
        return "/_matrix/client/v3/rooms/" + segments.joined(separator: "/")
    }

    private static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
    )
}
