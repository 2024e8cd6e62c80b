public import BelfryCore

/// An element of `matrix_configs`: a room, and a user of a homeserver who has joined it.
///
/// Keys: `homeserver` (its client API's address), `access_token` or `access_token_file`, `room_id` (`!…:server`),
/// `send_resolved` (default true), `title` and `text` (templates; without them Belfry's own words).
public struct MatrixConfiguration: NotifierConfiguration {
    /// `matrix`.
    public static let integration = "matrix"

    /// The client API's address below which `roomID` is written to.
    public var homeserver: TargetURL
    /// The token of the user who writes.
    public var accessToken: Secret
    /// The room.
    public var roomID: String
    /// Whether ends of alerts are sent too.
    public var sendResolved: Bool
    /// Instead of the headline.
    var title: MessageTemplate?
    /// Instead of summary and description.
    var text: MessageTemplate?

    /// A target of these values, with Belfry's own words.
    public init(homeserver: TargetURL, accessToken: Secret, roomID: String, sendResolved: Bool = true) {
        self.homeserver = homeserver
        self.accessToken = accessToken
        self.roomID = roomID
        self.sendResolved = sendResolved
    }

    /// Reads one element.
    public init?(_ value: YAMLValue, global: GlobalDefaults, secrets: SecretReader, problems: inout [Problem]) {
        let keys = ["homeserver", "access_token", "access_token_file", "room_id", "send_resolved", "title", "text"]
        let before = problems.count
        guard let mapping = value.mapping(keys: keys, problems: &problems) else { return nil }
        let homeserver = mapping.requiredText("homeserver", problems: &problems)?
            .appending("").url(global, problems: &problems)
        let accessToken = secrets.required("access_token", in: mapping, problems: &problems)
        let room = mapping.requiredText("room_id", problems: &problems)
        if let room, let problem = Self.problem(room.text) { problems.append(room.place.problem(problem)) }
        let sendResolved = mapping["send_resolved"]?.boolean(problems: &problems)
        let title = mapping["title"].flatMap { MessageTemplate($0, problems: &problems) }
        let text = mapping["text"].flatMap { MessageTemplate($0, problems: &problems) }
        guard let homeserver, let accessToken, let room, problems.count == before else { return nil }
        self.init(
            homeserver: homeserver,
            accessToken: accessToken.secret,
            roomID: room.text,
            sendResolved: sendResolved ?? true
        )
        self.title = title
        self.text = text
    }

    /// The notifier that sends there.
    public func makeNotifier(http: any OutgoingHTTP) -> any Notifier {
        MatrixNotifier(self, http: http)
    }

    private static func problem(_ roomID: String) -> String? {
        guard !roomID.hasPrefix("#") else {
            return "must be a room's id such as !abc:example.org, not an alias: the room's settings show it"
        }
        let isID = roomID.hasPrefix("!") && roomID.utf8.count <= MatrixLimits.roomID
        return isID ? nil : "must be a room's id such as !abc:example.org"
    }
}
