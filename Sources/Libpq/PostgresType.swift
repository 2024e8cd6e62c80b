/// A PostgreSQL type a value is sent as: its object id and the id of the array type over it.
public struct PostgresType: Hashable, Sendable {
    /// The type's id in `pg_type`.
    public let oid: UInt32
    /// The id of the array type with elements of this type, 0 where there is none.
    public let arrayOID: UInt32

    /// Names a type by its two ids, which are fixed for built-in types.
    public init(oid: UInt32, arrayOID: UInt32) {
        self.oid = oid
        self.arrayOID = arrayOID
    }

    /// `boolean`.
    public static let bool = PostgresType(oid: 16, arrayOID: 1000)
    /// `bytea`.
    public static let bytea = PostgresType(oid: 17, arrayOID: 1001)
    /// `name`, the type of catalogue names.
    public static let name = PostgresType(oid: 19, arrayOID: 1003)
    /// `bigint`.
    public static let int8 = PostgresType(oid: 20, arrayOID: 1016)
    /// `smallint`.
    public static let int2 = PostgresType(oid: 21, arrayOID: 1005)
    /// `integer`.
    public static let int4 = PostgresType(oid: 23, arrayOID: 1007)
    /// `text`.
    public static let text = PostgresType(oid: 25, arrayOID: 1009)
    /// `oid`.
    public static let oid = PostgresType(oid: 26, arrayOID: 1028)
    /// `json`.
    public static let json = PostgresType(oid: 114, arrayOID: 199)
    /// `real`.
    public static let float4 = PostgresType(oid: 700, arrayOID: 1021)
    /// `double precision`.
    public static let float8 = PostgresType(oid: 701, arrayOID: 1022)
    /// `character(n)`.
    public static let bpchar = PostgresType(oid: 1042, arrayOID: 1014)
    /// `character varying`.
    public static let varchar = PostgresType(oid: 1043, arrayOID: 1015)
    /// `timestamp with time zone`.
    public static let timestamptz = PostgresType(oid: 1184, arrayOID: 1185)
    /// `uuid`.
    public static let uuid = PostgresType(oid: 2950, arrayOID: 2951)
    /// `jsonb`.
    public static let jsonb = PostgresType(oid: 3802, arrayOID: 3807)
}
