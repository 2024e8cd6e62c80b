import Testing

@testable import BelfryStore

/// What `pg_upgrade` has written is searched for the reason that it does not print.
struct UpgradeLogsTests {
    @Test func theFirstErrorsAreFoundInWhateverLog() async throws {
        try await EmbeddedFixture.run { fixture in
            let logs = fixture.cluster + "/pg_upgrade_output.d/20261124T154438.471/log"
            try FileSystem.makeDirectory(logs, permissions: 0o755)
            let texts = [
                ("pg_upgrade_dump_1.log", "creating TABLE\npg_restore: error: could not execute query\nthe rest\n"),
                ("pg_upgrade_server.log", "LOG:  ready\nFATAL:  no room\nERROR:  third\nERROR:  fourth\n"),
                ("notes.sql", "-- error: no log\n"),
            ]
            for (name, text) in texts {
                try FileSystem.replace("\(logs)/\(name)", with: text, permissions: 0o600, account: .current())
            }
            let found = UpgradeLogs(cluster: fixture.cluster).errors()
            #expect(found == "pg_restore: error: could not execute query\nFATAL:  no room\nERROR:  third")
        }
    }

    @Test func withoutLogsThereIsNothing() {
        #expect(UpgradeLogs(cluster: "/no/such/cluster").errors() == "")
    }
}
