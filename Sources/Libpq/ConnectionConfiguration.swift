import CLibpq

/// Where and how to connect.
///
/// What the connection string says goes before the other values given here. Its description holds no password.
public struct ConnectionConfiguration: Sendable, CustomStringConvertible {
    /// Whether statements are kept prepared on the server.
    ///
    /// False for a PgBouncer in transaction mode that does not follow prepared statements (before 1.21, or with `max_prepared_statements = 0`).
    public var preparedStatements: Bool

    /// libpq's keywords and values, in the order they are sent.
    let options: [(keyword: String, value: String)]
    private let secretKeywords: Set<String>

    /// Reads a connection string: `postgresql://user@host/database?sslmode=require` or `host=… dbname=…`.
    ///
    /// `connectTimeout` counts per host, in whole seconds, at least 2. By default a peer that is gone is noticed after 30 s
    /// of silence and three probes 10 s apart, or 20 s after the first unacknowledged byte. No `options` are sent, which
    /// PgBouncer would refuse. Throws `configuration` for a string libpq cannot read.
    public init(
        connectionString: String,
        applicationName: String = "",
        connectTimeout: Duration = .seconds(10),
        preparedStatements: Bool = true
    ) throws(PostgresError) {
        self.preparedStatements = preparedStatements
        let given = try Self.parse(connectionString)
        var options: [(keyword: String, value: String)] = [
            ("client_encoding", "UTF8"),
            ("connect_timeout", String(max(2, connectTimeout.components.seconds))),
            ("keepalives", "1"),
            ("keepalives_idle", "30"),
            ("keepalives_interval", "10"),
            ("keepalives_count", "3"),
            ("tcp_user_timeout", "20000"),
        ]
        if !applicationName.isEmpty {
            options.append(("application_name", applicationName))
        }
        // Text is UTF-8 throughout, whatever the string says.
        let set = given.filter { $0.keyword != "client_encoding" }
        options.removeAll { option in set.contains { $0.keyword == option.keyword } }
        self.options = options + set.map { ($0.keyword, $0.value) }
        secretKeywords = Set(set.filter(\.isSecret).map(\.keyword))
    }

    /// The keywords and values that would be sent, without the secret ones.
    public var description: String {
        options.filter { !secretKeywords.contains($0.keyword) }
            .map { "\($0.keyword)=\($0.value)" }
            .joined(separator: " ")
    }

    private typealias GivenOption = (keyword: String, value: String, isSecret: Bool)

    private static func parse(_ text: String) throws(PostgresError) -> [GivenOption] {
        var message: UnsafeMutablePointer<CChar>?
        guard let parsed = PQconninfoParse(text, &message) else {
            // libpq's message quotes the string, password and all, so it is left out.
            if let message { PQfreemem(message) }
            throw PostgresError(.configuration, message: "the PostgreSQL connection string cannot be read")
        }
        defer { PQconninfoFree(parsed) }
        var given: [GivenOption] = []
        var option = parsed
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val {
                // "*" is how libpq marks the values a form should hide.
                let isSecret = option.pointee.dispchar.map { String(cString: $0) == "*" } ?? false
                given.append((String(cString: keyword), String(cString: value), isSecret))
            }
            option += 1
        }
        return given
    }
}
