import CLibpq

extension ConnectionConfiguration {
    /// A connection string as environment variables of PostgreSQL's own programs (`PGHOST`, `PGPASSWORD` …), which every user of
    /// the machine could otherwise read off their command lines.
    ///
    /// Throws `configuration` for a string libpq cannot read.
    public static func environment(of connectionString: String) throws(PostgresError) -> [String: String] {
        var message: UnsafeMutablePointer<CChar>?
        guard let parsed = PQconninfoParse(connectionString, &message) else {
            if let message { PQfreemem(message) }
            throw PostgresError(.configuration, message: "the PostgreSQL connection string cannot be read")
        }
        defer { PQconninfoFree(parsed) }
        var environment: [String: String] = [:]
        var option = parsed
        while option.pointee.keyword != nil {
            if let variable = option.pointee.envvar, let value = option.pointee.val {
                environment[String(cString: variable)] = String(cString: value)
            }
            option += 1
        }
        return environment
    }
}
