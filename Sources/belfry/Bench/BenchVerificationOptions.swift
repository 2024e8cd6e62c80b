import ArgumentParser
import BelfryStore

/// How what was acknowledged is compared with what is stored.
struct BenchVerificationOptions: ParsableArguments {
    @Option(help: "Afterwards, look for every acknowledged execution in this database.")
    var verify: String?

    @Flag(help: "The same, in the private database of the server that runs on --data-dir.")
    var verifyEmbedded = false

    @Option(help: "The data folder of that server.")
    var dataDir = "data"

    @Option(help: "The relation that is looked at.")
    var verifyTable = "belfry.executions"

    @Option(help: "Append the id of each acknowledged execution to this file.")
    var record: String?

    @Option(help: "Send nothing: look for the executions of this file in the database.")
    var verifyRecord: String?

    /// Whether a database is named.
    var isRequested: Bool { verify != nil || verifyEmbedded }

    func validate() throws {
        guard verify == nil || !verifyEmbedded else {
            throw ValidationError("--verify and --verify-embedded name two databases")
        }
        guard verifyRecord == nil || isRequested else {
            throw ValidationError("--verify-record needs --verify DATABASE_URL or --verify-embedded")
        }
    }

    /// The connection string of the named database; throws when its server does not run.
    func connectionString() throws -> String {
        if let verify { return verify }
        guard let string = EmbeddedPostgres.connectionString(dataDirectory: dataDir, role: "belfry") else {
            throw ValidationError("no private database runs on \(dataDir)")
        }
        return string
    }
}
