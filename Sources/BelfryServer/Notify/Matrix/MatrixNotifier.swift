internal import BelfryCore
internal import Foundation

/// Posts notifications to a room of Matrix.
///
/// The transaction id is the delivery's: a homeserver that has already taken it answers a retry with the event it made then, so
/// that a lost answer makes no second message.
struct MatrixNotifier: ChatNotifier {
    static let integration = MatrixConfiguration.integration

    private let configuration: MatrixConfiguration
    let http: any OutgoingHTTP

    init(_ configuration: MatrixConfiguration, http: any OutgoingHTTP) {
        self.configuration = configuration
        self.http = http
    }

    var redactedTarget: String { "\(configuration.homeserver.host) \(configuration.roomID)" }

    var sendResolved: Bool { configuration.sendResolved }

    var templates: MessageTemplates {
        MessageTemplates(title: configuration.title, text: configuration.text)
    }

    func request(
        _ content: NotificationContent,
        _ context: DeliveryContext
    ) throws(TargetURLError) -> OutgoingRequest {
        var request = OutgoingRequest(
            url: try TargetURL(configuration.homeserver.text + path(context.deliveryID)),
            json: JSONBody.bytes(payload(content, context)),
            headers: [OutgoingRequest.bearerAuthorization(configuration.accessToken)]
        )
        request.method = "PUT"
        return request
    }

    func report(_ response: OutgoingResponse, now: Instant) -> DeliveryReport {
        DeliveryReport(response, MatrixAnswer.outcome(response, now: now)).hiding(configuration.accessToken)
    }

    /// What is sent for a notification.
    func payload(_ content: NotificationContent, _ context: DeliveryContext) -> MatrixPayload {
        let message = words(content, context)
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
