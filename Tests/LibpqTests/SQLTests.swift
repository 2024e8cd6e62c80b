import Libpq
import Testing

struct SQLTests {
    @Test func bindsWhatIsInterpolated() {
        let sql: SQL = "SELECT * FROM jobs WHERE id = \(7) AND name = \("x'; --")"
        #expect(sql.text == "SELECT * FROM jobs WHERE id = $1 AND name = $2")
        #expect(sql.parameters.count == 2)
        #expect(sql.parameters[1].bytes == Array("x'; --".utf8))
    }

    @Test func numbersTheParametersOfASplicedStatementAnew() {
        let condition: SQL = "a = \(1) OR b = \(2)"
        let sql: SQL = "SELECT \(0) WHERE (\(condition)) AND c = \(3)"
        #expect(sql.text == "SELECT $1 WHERE ($2 OR b = $3) AND c = $4".replacing("($2", with: "(a = $2"))
        #expect(sql.parameters.map(\.bytes?.last) == [0, 1, 2, 3])
    }

    @Test(arguments: [
        ("jobs", #""jobs""#),
        (#"a"b"#, #""a""b""#),
        (#"x"; DROP TABLE jobs; --"#, #""x""; DROP TABLE jobs; --""#),
    ])
    func quotesIdentifiers(name: String, quoted: String) {
        let sql: SQL = "\(identifier: name)"
        #expect(sql.text == quoted)
    }

    @Test func splicesTrustedText() {
        let sql: SQL = "SELECT 1 \(literal: "FOR UPDATE")"
        #expect(sql.text == "SELECT 1 FOR UPDATE")
    }

    @Test(.enabled(if: TestServer.isAvailable), arguments: ["plain", "it's", #"back\slash's"#, #"\'; --"#, ""])
    func quotesTextTheServerReadsBack(text: String) async throws {
        let connection = try await TestServer.connect()
        let sql: SQL = "SELECT \(quoted: text)::text AS \(identifier: #"odd " name"#)"
        let rows = try await connection.query(Query("quoted", sql))
        #expect(rows.columnNames == [#"odd " name"#])
        #expect(try rows[0].decode(String.self) == text)
    }
}
