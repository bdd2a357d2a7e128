/**
 * Binary buffers of a message as typed arrays, without a copy where alignment allows it.
 */

import type { Binary } from './model.js';

type TypedArrayClass<T> = {
  new (buffer: ArrayBufferLike, offset: number, length: number): T;
  readonly BYTES_PER_ELEMENT: number;
};

function as<T>(kind: TypedArrayClass<T>, binary: Binary): T {
  const whole = binary instanceof ArrayBuffer;
  const buffer = whole ? binary : binary.buffer;
  const offset = whole ? 0 : binary.byteOffset;
  const size = kind.BYTES_PER_ELEMENT;
  const length = Math.floor(binary.byteLength / size);
  // a buffer may start anywhere in its message, a typed array may not
  return offset % size
    ? new kind(buffer.slice(offset, offset + length * size), 0, length)
    : new kind(buffer, offset, length);
}

export const asFloat32 = (binary: Binary): Float32Array =>
  as(Float32Array, binary);
export const asUint32 = (binary: Binary): Uint32Array =>
  as(Uint32Array, binary);
export const asUint16 = (binary: Binary): Uint16Array =>
  as(Uint16Array, binary);
export const asUint8 = (binary: Binary): Uint8Array => as(Uint8Array, binary);
