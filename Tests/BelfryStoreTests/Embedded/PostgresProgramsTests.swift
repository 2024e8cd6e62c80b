import Foundation
import Testing

@testable import BelfryStore

struct PostgresProgramsTests {
    @Test func namesThePackageWhenPostgresIsNotInstalled() async throws {
        try await EmbeddedFixture.run { fixture in
            try FileSystem.makeDirectory(fixture.dataDirectory, permissions: 0o755)
            let error = await #expect(throws: EmbeddedPostgresError.notInstalled) {
                _ = try await PostgresPrograms.find(major: nil, cluster: "x", in: [fixture.dataDirectory])
            }
            #expect("\(error, default: "")".contains("apt-get install postgresql"))
        }
    }

    @Test func namesThePackageOfTheVersionThatMadeTheCluster() async throws {
        let error = await #expect(throws: EmbeddedPostgresError.versionNotInstalled(major: 9, cluster: "data/postgres"))
        {
            _ = try await PostgresPrograms.find(major: 9, cluster: "data/postgres", in: nil)
        }
        #expect("\(error, default: "")".contains("apt-get install postgresql-9"))
    }

    @Test func takesTheProgramsOfTheClustersVersion() async throws {
        try await EmbeddedFixture.run { fixture in
            let folders = try [14, 15, 16].map { version in
                let folder = "\(fixture.dataDirectory)/\(version)"
                try FileSystem.makeDirectory(folder, permissions: 0o755)
                for program in ["initdb", "postgres"] {
                    let script = "#!/bin/sh\necho 'postgres (PostgreSQL) \(version).3 (Debian)'\n"
                    let path = folder + "/" + program
                    try FileSystem.replace(path, with: script, permissions: 0o700, account: .current())
                }
                return folder
            }
            let exact = try await PostgresPrograms.find(major: 15, cluster: "x", in: folders)
            #expect(exact == PostgresPrograms(directory: folders[1], major: 15, version: "15.3"))
            let first = try await PostgresPrograms.find(major: nil, cluster: "x", in: folders)
            #expect(first.major == 14)
        }
    }
}
