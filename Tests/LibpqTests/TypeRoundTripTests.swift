import Foundation
import Libpq
import Testing

@Suite(.serialized, .enabled(if: TestServer.isAvailable))
struct TypeRoundTripTests {
    private func roundTrip<Value: PostgresEncodable & PostgresDecodable & Equatable>(
        _ values: [Value],
        type: String
    ) async throws {
        let connection = try await TestServer.connect()
        for value in values {
            // The server is asked for the type, so that a wrong oid cannot cancel itself out.
            let rows = try await connection.query(
                Query(
                    "round trip",
                    "SELECT \(value), pg_typeof(\(value))::text, \(Value?.none), \(values), \([value, nil])"
                )
            )
            let (back, name, null, array, withNull) = try #require(rows.first).decode(
                Value.self,
                String.self,
                Value?.self,
                [Value].self,
                [Value?].self
            )
            #expect(back == value)
            #expect(name == type)
            #expect(null == nil)
            #expect(array == values)
            #expect(withNull == [value, nil])
        }
    }

    @Test func keepsBooleans() async throws {
        try await roundTrip([true, false], type: "boolean")
    }

    @Test func keepsIntegers() async throws {
        try await roundTrip([Int16.min, -1, 0, .max], type: "smallint")
        try await roundTrip([Int32.min, -1, 0, .max], type: "integer")
        try await roundTrip([Int64.min, -1, 0, .max], type: "bigint")
        try await roundTrip([Int.min, -1, 0, .max], type: "bigint")
    }

    @Test func keepsFloatingPointNumbers() async throws {
        try await roundTrip([Float.pi, -0.5, .infinity, .leastNonzeroMagnitude], type: "real")
        try await roundTrip([Double.pi, -0.5, -.infinity, .greatestFiniteMagnitude], type: "double precision")
    }

    @Test func keepsText() async throws {
        try await roundTrip(["", "plain", "quote ' \" \\ $1", "Grüße 🔔\n"], type: "text")
    }

    @Test func keepsBytes() async throws {
        try await roundTrip([[], [0], Array(0...255)] as [[UInt8]], type: "bytea")
    }

    @Test func keepsUUIDs() async throws {
        try await roundTrip([UUID(), UUID()], type: "uuid")
    }

    @Test func keepsTimestamps() async throws {
        let values: [PostgresTimestamp] = [
            PostgresTimestamp(microsecondsSinceEpoch: 0),
            PostgresTimestamp(microsecondsSinceEpoch: -1),
            PostgresTimestamp(microsecondsSinceEpoch: 1_750_000_000_123_456),
            .infinity,
            .negativeInfinity,
        ]
        try await roundTrip(values, type: "timestamp with time zone")
    }

    @Test func countsTimestampsFromTheUnixEpoch() async throws {
        let connection = try await TestServer.connect()
        let rows = try await connection.query(
            Query("epoch", "SELECT '2025-01-02T03:04:05.678901Z'::timestamptz")
        )
        let time = try #require(rows.first).decode(PostgresTimestamp.self)
        #expect(time.microsecondsSinceEpoch == 1_735_787_045_678_901)
    }

    @Test func refusesATimestampTheServerHasNoRoomFor() async throws {
        let connection = try await TestServer.connect()
        let error = try await postgresError {
            try await connection.query(
                Query("far", "SELECT \(PostgresTimestamp(microsecondsSinceEpoch: .min + 1))")
            )
        }
        #expect(error.sqlState?.rawValue == "22008")
        #expect(error.isDataError)
    }

    @Test func keepsJSON() async throws {
        try await roundTrip(
            [PostgresJSON("{}"), PostgresJSON(#"{"a": [1, null, "ü"]}"#)],
            type: "jsonb"
        )
    }

    @Test func readsJSONAsText() async throws {
        let connection = try await TestServer.connect()
        let rows = try await connection.query(
            Query("json", #"SELECT '{"a": 1}'::json, '{"a":1}'::jsonb, 'n'::name, 'v'::varchar, 'c'::char(3)"#)
        )
        let texts = try #require(rows.first).decode(
            String.self,
            String.self,
            String.self,
            String.self,
            String.self
        )
        #expect(texts == (#"{"a": 1}"#, #"{"a": 1}"#, "n", "v", "c  "))
    }

    @Test func widensButDoesNotNarrow() async throws {
        let connection = try await TestServer.connect()
        let rows = try await connection.query(
            Query("widths", "SELECT 1::int2, 2::int4, 3::float4, 4::int8, 5::oid")
        )
        let row = try #require(rows.first)
        #expect(try row.decode(Int.self, Int64.self, Double.self, Int.self, Int.self) == (1, 2 as Int64, 3.0, 4, 5))
        let error = #expect(throws: PostgresError.self) {
            try row.decode(Int16.self, Int16.self)
        }
        #expect(error?.kind == .decoding)
        #expect(error?.queryName == "widths")
    }

    @Test func readsEmptyArraysAndRefusesMatrices() async throws {
        let connection = try await TestServer.connect()
        let rows = try await connection.query(
            Query("arrays", "SELECT '{}'::int8[], \([Int]()), '{{1,2},{3,4}}'::int8[] AS matrix")
        )
        let row = try #require(rows.first)
        #expect(try row.decode([Int].self, [Int].self) == ([], []))
        let error = #expect(throws: PostgresError.self) {
            try row.get("matrix", as: [Int].self)
        }
        #expect(error?.description.contains("2 dimensions") == true)
    }

    @Test func saysWhichColumnIsNullMissingOrOfAnotherType() async throws {
        let connection = try await TestServer.connect()
        let rows = try await connection.query(Query("columns", "SELECT NULL::text AS label, now() AS at"))
        let row = try #require(rows.first)
        let unexpectedNull = #expect(throws: PostgresError.self) { try row.get("label", as: String.self) }
        #expect(unexpectedNull?.description.contains("column label is NULL") == true)
        let missing = #expect(throws: PostgresError.self) { try row.get("absent", as: String.self) }
        #expect(missing?.description.contains("absent") == true)
        let mismatch = #expect(throws: PostgresError.self) { try row.get("at", as: Bool.self) }
        #expect(mismatch?.description.contains("1184") == true)
        #expect(try row.get("label", as: String?.self) == nil)
    }
}
