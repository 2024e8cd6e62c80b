import BelfryCore
import Testing

@testable import BelfryServer

struct ConfigurationLoaderTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func theFlagCountsBeforeTheVariableAndThatBeforeTheSearchPath() throws {
        let files = try (1...3).map { try folder.write("http: {port: \($0)}", to: "\($0).yaml") }
        let searchPath = ["\(folder.path)/none.yaml", files[2]]
        func port(file: String? = nil, environment: [String: String] = [:]) -> Int? {
            ConfigurationLoader.load(file: file, environment: environment, searchPath: searchPath).configuration?.http
                .port
        }
        #expect(port(file: files[0], environment: ["BELFRY_CONFIG": files[1]]) == 1)
        #expect(port(environment: ["BELFRY_CONFIG": files[1]]) == 2)
        #expect(port(environment: ["BELFRY_CONFIG": ""]) == 3)
    }

    @Test func noFileAtAllIsNoProblem() throws {
        let (configuration, problems) = ConfigurationLoader.load(
            environment: [:],
            searchPath: ["\(folder.path)/x.yaml"]
        )
        #expect(configuration?.file == nil)
        #expect(configuration?.dataFolder.path == "data")
        #expect(problems.allSatisfy { $0.severity == .warning })
    }

    @Test func aNamedFileThatCannotBeReadIsAnError() throws {
        let missing = "\(folder.path)/missing.yaml"
        let (configuration, problems) = ConfigurationLoader.load(file: missing, environment: [:])
        #expect(configuration == nil)
        #expect(problems.map(\.description) == ["\(missing): error: cannot be read: No such file or directory"])
        let large = try folder.write(String(repeating: "#", count: 1_048_577), to: "large.yaml")
        #expect(
            ConfigurationLoader.load(file: large, environment: [:]).problems.first?.message.contains("1 MiB") == true
        )
        #expect(ConfigurationLoader.load(file: folder.path, environment: [:]).configuration == nil)
    }

    @Test func secretsAreReadBesideTheFile() throws {
        let file = try folder.write("http: {admin_token_file: keys/token}", to: "etc/belfry.yaml")
        try folder.write("tok\n", to: "etc/keys/token")
        let (configuration, problems) = ConfigurationLoader.load(file: file, environment: [:])
        #expect(configuration?.http.adminToken?.text == "tok", "\(problems)")
        #expect(configuration?.dataFolder.path == "\(folder.path)/etc/data")
    }
}
