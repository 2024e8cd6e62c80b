import CLibpq

extension SQL {
    /// Hands the statement to libpq, which copies it; false if the connection is no good.
    ///
    /// With a statement's name its prepared form is executed, without one the text is sent. Results come in binary.
    func send(over connection: OpaquePointer, statement: String?) -> Bool {
        let size = parameters.reduce(0) { $0 + ($1.bytes?.count ?? 0) }
        // At least one byte, so that an empty value has an address and is not taken for NULL.
        return withUnsafeTemporaryAllocation(byteCount: size + 1, alignment: 1) { buffer in
            var values: [UnsafePointer<CChar>?] = []
            var lengths: [Int32] = []
            values.reserveCapacity(parameters.count)
            lengths.reserveCapacity(parameters.count)
            var offset = 0
            for parameter in parameters {
                guard let bytes = parameter.bytes, let base = buffer.baseAddress else {
                    values.append(nil)
                    lengths.append(0)
                    continue
                }
                let target = base + offset
                bytes.withUnsafeBytes { source in
                    UnsafeMutableRawBufferPointer(start: target, count: source.count).copyMemory(from: source)
                }
                values.append(UnsafePointer(target.assumingMemoryBound(to: CChar.self)))
                lengths.append(Int32(bytes.count))
                offset += bytes.count
            }
            let count = Int32(parameters.count)
            let formats = [Int32](repeating: 1, count: parameters.count)
            if let statement {
                return PQsendQueryPrepared(connection, statement, count, values, lengths, formats, 1) == 1
            }
            let types = parameters.map(\.oid)
            return PQsendQueryParams(connection, text, count, types, values, lengths, formats, 1) == 1
        }
    }
}
