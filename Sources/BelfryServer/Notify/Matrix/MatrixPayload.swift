/// The content of an `m.room.message` event.
///
/// https://spec.matrix.org/v1.11/client-server-api/#mroommessage-msgtypes
struct MatrixPayload: Encodable {
    /// Whom the message calls.
    struct Mentions: Encodable {
        var room: Bool?
    }

    /// Not `m.notice`, about which clients stay silent.
    var msgtype = "m.text"
    /// The message without markup.
    var body: String
    var format = "org.matrix.custom.html"
    /// The message as HTML.
    var formattedBody: String
    /// Present even when empty: with it nothing in the texts calls anybody.
    var mentions: Mentions

    init(body: String, formattedBody: String, callsRoom: Bool) {
        self.body = body
        self.formattedBody = formattedBody
        mentions = Mentions(room: callsRoom ? true : nil)
    }

    private enum CodingKeys: String, CodingKey {
        case msgtype, body, format
        case formattedBody = "formatted_body"
        case mentions = "m.mentions"
    }
}
