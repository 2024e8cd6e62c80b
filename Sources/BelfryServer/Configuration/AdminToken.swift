public import BelfryCore

/// The token that opens what is not public.
public enum AdminToken {
    /// The configured token, or the one of the data folder, which is made where it is not there.
    ///
    /// With `database.url` none is made, for replicas would disagree; without one, nil: only this machine gets in, or with
    /// `auth: none` everybody. Throws `ServerError` where nobody could.
    public static func readOrMake(_ configuration: Configuration) throws -> Secret? {
        if let token = configuration.http.adminToken { return token }
        guard configuration.database.url != nil else {
            return try configuration.dataFolder.readOrMake(.adminToken).secrets.first
        }
        if let kept = try configuration.dataFolder.read(.adminToken)?.first { return kept }
        if let complaint = complaint(about: configuration) { throw ServerError(complaint) }
        return nil
    }

    /// What keeps a start without a token.
    public static func problems(in configuration: Configuration) -> [Problem] {
        guard configuration.database.url != nil, configuration.http.adminToken == nil,
            (try? configuration.dataFolder.read(.adminToken))?.first == nil,
            let complaint = complaint(about: configuration)
        else { return [] }
        return [Problem(file: configuration.file ?? "configuration", place: "http", message: complaint)]
    }

    /// Why nobody could get in without a token; nil where somebody can.
    private static func complaint(about configuration: Configuration) -> String? {
        let http = configuration.http
        guard http.authentication == .token, !http.trustsThisMachine else { return nil }
        return """
            nobody could get in: with database.url no admin token is made, since replicas would disagree; set \
            http.admin_token_file to a file with the same token for each of them
            """
    }
}
