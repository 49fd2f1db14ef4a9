/** @module The dependency container: the only file that knows tsyringe. */
import 'reflect-metadata';
import { container as root, instancePerContainerCachingFactory } from 'tsyringe';
import type { DependencyContainer } from 'tsyringe';
import { EnforceCoreError } from './errors.ts';
import type { Point, Token } from './tokens.ts';

/** Values by token. Filled while plugins are set up, sealed when the enforcer starts, never touched during a call. */
export class Container {
  readonly #inner: DependencyContainer = root.createChildContainer();
  #sealed = false;

  provide<T>(name: Token<T>, value: T): void {
    this.#refuseDuplicate(name);
    this.#inner.register(name.key, { useValue: value });
  }

  /** Registers a value that is made on first use, once for this container. */
  provideLazily<T>(name: Token<T>, make: () => T): void {
    this.#refuseDuplicate(name);
    this.#inner.register(name.key, { useFactory: instancePerContainerCachingFactory(make) });
  }

  contribute<T>(name: Point<T>, value: T): void {
    this.#refuseSealed(name);
    this.#inner.register(name.key, { useValue: value });
  }

  /** A child of tsyringe's falls back to its global container, so a token counts only if it was registered here. */
  has(name: Token<unknown>): boolean {
    return this.#inner.isRegistered(name.key, false);
  }

  find<T>(name: Token<T>): T | undefined {
    return this.has(name) ? this.#inner.resolve<T>(name.key) : undefined;
  }

  all<T>(name: Point<T>): readonly T[] {
    return this.has(name) ? Object.freeze(this.#inner.resolveAll<T>(name.key)) : [];
  }

  seal(): void {
    this.#sealed = true;
  }

  #refuseDuplicate(name: Token<unknown>): void {
    this.#refuseSealed(name);
    if (this.has(name)) {
      throw new EnforceCoreError(`\`${name.id}\` is provided twice`, { code: 'EC_TOKEN_DUPLICATE' });
    }
  }

  #refuseSealed(name: Token<unknown>): void {
    if (this.#sealed) {
      throw new EnforceCoreError(`\`${name.id}\` was given after the enforcer had started`, {
        code: 'EC_CONTAINER_SEALED',
      });
    }
  }
}
