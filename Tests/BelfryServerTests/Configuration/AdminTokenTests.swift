import BelfryCore
import Foundation
import Testing

@testable import BelfryServer

/// Where the admin token comes from, and who gets in where there is none.
struct AdminTokenTests {
    private let temporary: TemporaryFolder

    init() throws {
        temporary = try TemporaryFolder()
    }

    private func configuration(_ http: String = "{}", database: Bool = true) throws -> Configuration {
        let yaml = """
            http: \(http)
            \(database ? "database: {url: \"postgresql://belfry@db/belfry\"}" : "")
            webhook: {secrets: [0123456789abcdef]}
            data_dir: \(temporary.path)/data
            """
        let (configuration, problems) = ConfigurationFixture.read(yaml)
        return try #require(configuration, "\(problems)")
    }

    private var madeFiles: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: "\(temporary.path)/data")) ?? []
    }

    @Test func aPrivateDatabaseMakesOne() throws {
        let configuration = try configuration("{host: 0.0.0.0}", database: false)
        let token = try AdminToken.readOrMake(configuration)
        #expect(token?.text.count == 64)
        #expect(madeFiles == ["admin_token"])
        #expect(AdminToken.problems(in: configuration).isEmpty)
    }

    @Test(arguments: ["{}", "{host: localhost, port: 9000}", "{host: 0.0.0.0, auth: none}"])
    func withADatabaseOfReplicasNothingIsMadeWhereSomebodyGetsIn(_ http: String) throws {
        let configuration = try configuration(http)
        #expect(try AdminToken.readOrMake(configuration) == nil)
        #expect(madeFiles == [])
        #expect(AdminToken.problems(in: configuration).isEmpty)
    }

    @Test(arguments: ["{host: 0.0.0.0}", "{external_url: \"https://belfry.example\"}"])
    func andWhereNobodyCouldTheStartSaysWhatToSet(_ http: String) throws {
        let configuration = try configuration(http)
        let refusal = #expect(throws: ServerError.self) { _ = try AdminToken.readOrMake(configuration) }
        #expect(refusal?.description.contains("set http.admin_token_file") == true)
        #expect(madeFiles == [])
        #expect(
            AdminToken.problems(in: configuration).map(\.description) == [
                "belfry.yaml: error: http: nobody could get in: with database.url no admin token is made, since replicas would "
                    + "disagree; set http.admin_token_file to a file with the same token for each of them"
            ]
        )
    }

    @Test func oneThatIsThereIsUsed() throws {
        try temporary.write("0123456789abcdef0123456789abcdef\n", to: "data/admin_token")
        let kept = try configuration("{host: 0.0.0.0}")
        #expect(try AdminToken.readOrMake(kept)?.text == "0123456789abcdef0123456789abcdef")
        #expect(AdminToken.problems(in: kept).isEmpty)
        let given = try configuration("{host: 0.0.0.0, admin_token: \"fedcba9876543210\"}")
        #expect(try AdminToken.readOrMake(given)?.text == "fedcba9876543210")
    }

    @Test func withoutATokenOnlyThisMachineGetsIn() async {
        let access = TokenAccess(token: nil, trustsLoopback: true, hint: "ask")
        func request(_ host: String, _ authorization: String? = nil) -> AccessRequest {
            AccessRequest(
                method: "GET",
                path: "/metrics",
                authorization: authorization,
                host: host,
                origin: nil,
                peer: IPAddress("127.0.0.1")
            )
        }
        guard case .allowed = await access.decide(request("localhost")) else {
            Issue.record("this machine is kept out")
            return
        }
        for authorization in [nil, "Bearer ", "Bearer x", "Basic Og=="] {
            if case .allowed = await access.decide(request("belfry.example", authorization)) {
                Issue.record("let in with \(authorization ?? "nothing")")
            }
        }
    }
}
