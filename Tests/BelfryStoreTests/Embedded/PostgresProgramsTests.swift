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
        try await EmbeddedFixture.run { fixture in
            let folders = try fixture.installFakes([8, 10])
            let expected = EmbeddedPostgresError.versionNotInstalled(
                major: 9,
                cluster: "data/postgres",
                installed: [10, 8]
            )
            let error = await #expect(throws: expected) {
                _ = try await PostgresPrograms.find(major: 9, cluster: "data/postgres", in: folders)
            }
            #expect("\(error, default: "")".contains("apt-get install postgresql-9"))
            #expect("\(error, default: "")".contains("belfry database upgrade moves it to 10"))
        }
    }

    @Test func takesTheProgramsOfTheClustersVersion() async throws {
        try await EmbeddedFixture.run { fixture in
            let folders = try fixture.installFakes([14, 15, 16])
            let exact = try await PostgresPrograms.find(major: 15, cluster: "x", in: folders)
            #expect(exact == PostgresPrograms(directory: folders[1], major: 15, version: "15.3"))
            let first = try await PostgresPrograms.find(major: nil, cluster: "x", in: folders)
            #expect(first.major == 14)
        }
    }
}
