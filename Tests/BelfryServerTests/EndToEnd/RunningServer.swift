import AsyncHTTPClient
import BelfryCore
import BelfryStore
import BelfryTestSupport
import Crypto
import Foundation
import Libpq
import Logging
import NIOCore
import NIOHTTP1

@testable import BelfryServer

/// A whole server in this process, on a database of its own and a free port.
struct RunningServer {
    static let secret = "belfry-test-secret"

    let port: Int
    /// Its configuration file.
    let file: URL
    let pool: ConnectionPool

    /// Runs a server around `body`, and drains it afterwards; it reaches its database by another connection string if told so.
    static func with<Value: Sendable>(
        _ database: TestDatabase,
        receiver: String? = nil,
        configuration: String? = nil,
        by connectionString: String? = nil,
        isolation: isolated (any Actor)? = #isolation,
        _ body: (RunningServer) async throws -> Value
    ) async throws -> Value {
        let yaml =
            configuration
            ?? receiver.map { url in
                """
                outbound: {allow_networks: [127.0.0.0/8], allow_http: true}
                route: {receiver: ops}
                receivers: [{name: ops, burst_limit: 0, slack_configs: [{api_url: "\(url)"}]}]
                """
            } ?? ""
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("belfry-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("belfry.yaml")
        // A configuration that speaks of http says the port itself.
        let http = yaml.contains("http:") && yaml.contains("port: 0") ? "" : "\nhttp: {port: 0}"
        try (yaml + "\(http)\n").write(to: file, atomically: true, encoding: .utf8)
        let data = folder.appendingPathComponent("data")
        try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
        try Self.secret.write(to: data.appendingPathComponent("webhook_secret"), atomically: true, encoding: .utf8)
        let loaded = ConfigurationLoader.load(file: file.path, flags: [], environment: [:])
        guard let settings = loaded.configuration, let secret = WebhookSecret(Self.secret),
            let rules = RuleSet.load([BuiltInRules.file]).rules
        else { throw ServerError("\(loaded.problems)") }

        let connection = try ConnectionConfiguration(
            connectionString: connectionString ?? database.connectionString
        )
        let pool = ConnectionPool(configuration: connection, size: 2)
        try await pool.withConnection { connection in _ = try await Migrator.migrate(connection) }
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let metrics = BelfryMetrics(version: "test")
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        var options = ServerOptions()
        options.readConfiguration = { ConfigurationLoader.load(file: file.path, flags: [], environment: [:]) }
        options.onReady = { port.yield($0) }
        let server = try await Server.build(
            configuration: settings,
            secrets: [secret],
            adminToken: Secret("admin"),
            database: connection,
            rules: rules,
            metrics: metrics,
            library: LibraryMetrics(metrics: metrics),
            options: options,
            logger: logger
        )
        let running = Task { try await server.run(handlingSignals: false) }
        var iterator = ports.makeAsyncIterator()
        let bound = await iterator.next() ?? 0
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(RunningServer(port: bound, file: file, pool: pool)))
        } catch {
            result = .failure(error)
        }
        running.cancel()
        _ = try? await running.value
        await pool.close()
        return try result.get()
    }

    /// Posts a signed webhook; returns the status.
    func post(_ body: String, signature: String? = nil, secret: String = RunningServer.secret) async throws -> Int {
        let mac = HMAC<SHA256>.authenticationCode(
            for: Data(body.utf8),
            using: SymmetricKey(data: Data(secret.utf8))
        )
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)/webhooks/cron")
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(
            name: "x-a1cron-signature",
            value: signature ?? mac.map { String(format: "%02x", $0) }.joined()
        )
        request.body = .bytes(ByteBuffer(string: body))
        return Int(try await HTTPClient.shared.execute(request, timeout: .seconds(20)).status.code)
    }

    /// The body of a GET and its status.
    func get(_ path: String) async throws -> (status: Int, body: String) { try await call(.GET, path) }

    /// Calls the API.
    func call(_ method: HTTPMethod, _ path: String, _ json: String? = nil) async throws -> (status: Int, body: String) {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        request.method = method
        if let json {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: json))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
        let body = try await response.body.collect(upTo: 10_000_000)
        return (Int(response.status.code), String(buffer: body))
    }

    /// Waits until a query's first value is `expected`, at most 20 seconds; returns the last value seen.
    func value(_ sql: SQL, until expected: String) async throws -> String {
        var found = ""
        for _ in 0..<400 {
            found = try await pool.withConnection { connection in
                try await connection.query(Query("test", sql, prepared: false)).first?.decode(String?.self) ?? ""
            }
            if found == expected { return found }
            try await Task.sleep(for: .milliseconds(50))
        }
        return found
    }

    /// A webhook of the documentation's shape.
    static func webhook(_ id: String, status: String, name: String = "Daily Sales Report", minute: Int = 0) -> String {
        let isSuccess = status == "success"
        return """
            {"cron_job_id":"550e8400-e29b-41d4-a716-446655440000","cron_job_name":"\(name)","execution_id":"\(id)",\
            "status":"\(status)","executed_at":"2026-01-25T14:\(minute < 10 ? "0" : "")\(minute):00Z",\
            "response_code":\(isSuccess ? 200 : 500),"response_time_ms":245,"response_body":null,\
            "error_message":\(isSuccess ? "null" : "\"Endpoint returned status code 500\""),"retry_attempt":0,\
            "next_retry_at":null}
            """
    }
}
