import Testing

@testable import Libpq

struct ConnectionConfigurationTests {
    private func value(_ keyword: String, in configuration: ConnectionConfiguration) -> String? {
        let values = configuration.options.filter { $0.keyword == keyword }.map(\.value)
        return values.count == 1 ? values[0] : nil
    }

    @Test func noticesADeadPeerByDefaultAndSendsNoOptions() throws {
        let configuration = try ConnectionConfiguration(
            connectionString: "postgresql://db.example/belfry",
            applicationName: "belfry"
        )
        #expect(value("keepalives_idle", in: configuration) == "30")
        #expect(value("keepalives_interval", in: configuration) == "10")
        #expect(value("keepalives_count", in: configuration) == "3")
        #expect(value("tcp_user_timeout", in: configuration) == "20000")
        #expect(value("connect_timeout", in: configuration) == "10")
        #expect(value("application_name", in: configuration) == "belfry")
        #expect(value("options", in: configuration) == nil)
    }

    @Test func theStringGoesFirst() throws {
        let configuration = try ConnectionConfiguration(
            connectionString: "host=a,b port=5432 connect_timeout=3 application_name=mine client_encoding=LATIN1",
            applicationName: "belfry"
        )
        #expect(value("connect_timeout", in: configuration) == "3")
        #expect(value("application_name", in: configuration) == "mine")
        #expect(value("host", in: configuration) == "a,b")
        #expect(value("client_encoding", in: configuration) == "UTF8")
    }

    @Test func itsDescriptionHoldsNoPassword() throws {
        let configuration = try ConnectionConfiguration(
            connectionString: "postgresql://me:s3cret@db.example/belfry?sslpassword=k3y"
        )
        #expect(!configuration.description.contains("s3cret"))
        #expect(!configuration.description.contains("k3y"))
        #expect(configuration.description.contains("host=db.example"))
    }

    @Test(arguments: ["postgresql://[::1", "host=a nonsense=s3cret", "host = 's3cret"])
    func refusesAStringItCannotReadWithoutQuotingIt(text: String) throws {
        let error = #expect(throws: PostgresError.self) { try ConnectionConfiguration(connectionString: text) }
        #expect(error?.kind == .configuration)
        #expect(error?.description.contains("s3cret") == false)
    }
}
